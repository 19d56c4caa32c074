"""Text → words and terms: folding, script, stems, readings. One analysis for index, query and highlight."""
