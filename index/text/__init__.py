"""Text → tokens: folding, script, words, stems, readings. One analysis for index, query and highlight."""
