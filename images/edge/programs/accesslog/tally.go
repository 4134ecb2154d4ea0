package accesslog

// tally counts the lines of one worker, listener by listener, and so knows which of them never came. Lines of several threads
// may overtake each other by a little.
type tally map[string]*count

type count struct {
	first, last int
	written     int
	// Told of already.
	lost int
	// Missing when it was last asked.
	missing int
}

// add counts a line that has come, and may have been written.
func (tally tally) add(listener string, sequence int, isWritten bool) {
	lines := tally[listener]
	if lines == nil {
		lines = &count{last: -1}
		tally[listener] = lines
	}
	if isWritten {
		lines.written++
	}
	lines.last = max(lines.last, sequence)
}

// losses returns by listener how many lines are lost and not told of yet. A line that only is late is missing once: lost is what
// is missing at two looks in a row or, when no more can come, at the last one.
func (tally tally) losses(isLast bool) map[string]int {
	lost := map[string]int{}
	for listener, lines := range tally {
		missing := lines.last + 1 - lines.first - lines.written
		certain := min(missing, lines.missing)
		if isLast {
			certain = missing
		}
		if certain > lines.lost {
			lost[listener] = certain - lines.lost
			lines.lost = certain
		}
		lines.missing = missing
	}
	return lost
}
