// 搜索，把命中的字标出来 · Search, and show what matched. Runs in Node and, without the first line, in browsers.
const ARCHIVE = process.env.ARCHIVE ?? "http://127.0.0.1:8000";

const answer = await fetch(`${ARCHIVE}/api/v1/search?${new URLSearchParams({ q: "量化", limit: "3" })}`);
if (!answer.ok) throw new Error((await answer.json()).error.detail);
const { total, hits } = await answer.json();

console.log(`${total} 条`);
for (const { date, highlights, permalink } of hits) {
  // 位置按字符（码点）计 · Places count code points
  const letters = [...highlights.title.text];
  for (const [start, end] of highlights.title.marks.toReversed()) {
    letters.splice(end, 0, "】");
    letters.splice(start, 0, "【");
  }
  console.log(date, letters.join(""), permalink);
}
