// @ts-check
// What the element says; a page replaces any of it by the attribute `words`.
export const ZH = {
  name: "搜索简报", open: "搜索", close: "关闭", category: "栏目", source: "来源", filter: "筛选", found: "共 # 条结果", also: "，也搜索了：#",
  mean: "您要找的是不是：#", all: "在简报库中打开这次搜索", slow: "正在搜索…", failed: "暂时连不上简报库。", retry: "重试",
  none: "没有找到。不妨看看：", more: "再看 # 条", sort: "排序", relevance: "相关", newest: "最新", oldest: "最早", date: "时间",
  season: "近期热词", issues: "最近几期", recent: "最近搜过", forget: "清除记录", keys: "↑ ↓ 选择　Enter 打开　Esc 收起",
};
export const ZH_HANT = {
  ...ZH, name: "搜尋簡報", open: "搜尋", close: "關閉", category: "欄目", source: "來源", filter: "篩選", found: "共 # 條結果", also: "，也搜尋了：#",
  all: "在簡報庫中打開這次搜尋", slow: "正在搜尋…", failed: "暫時連不上簡報庫。", retry: "重試", mean: "您要找的是不是：#", none: "沒有找到。不妨看看：",
  more: "再看 # 條", relevance: "相關", date: "時間", season: "近期熱詞", issues: "最近幾期", recent: "最近搜過", forget: "清除記錄", keys: "↑ ↓ 選擇　Enter 打開　Esc 收起",
};
export const EN = {
  name: "Search the newsletter", open: "Search", close: "Close", category: "Section", source: "Source", filter: "Filter",
  found: "Results: #", also: "; also searched: #", mean: "Did you mean: #", all: "Open this search in the archive",
  slow: "Searching…", failed: "The archive cannot be reached right now.", retry: "Try again",
  none: "Nothing found. You may like:", more: "# more", sort: "Order", relevance: "Relevance", newest: "Newest", oldest: "Oldest", date: "Time",
  season: "Words of the season", issues: "Recent issues", recent: "Searched before", forget: "Forget these", keys: "↑ ↓ choose, Enter opens, Esc closes",
};
