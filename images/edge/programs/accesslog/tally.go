package accesslog

// tally counts the lines of one worker, listener by listener, and so knows which of them never came. Lines of several threads
// may overtake each other by a little.
type tally struct {
	counts map[string]*count
	// What came before is not known: a listener's first line is the first that is seen, not the one with number 0.
	isCut bool
}

func newTally() tally {
	return tally{counts: map[string]*count{}}
}

type count struct {
	first, last int
	written     int
	// Told of already.
	lost int
	// Missing when it was last asked.
	missing int
}

// add counts a line that has come, and may have been written.
func (tally *tally) add(listener string, sequence int, isWritten bool) {
	lines := tally.counts[listener]
	if lines == nil {
		lines = &count{}
		if tally.isCut {
			lines.first = sequence
		}
		lines.last = lines.first - 1
		tally.counts[listener] = lines
	}
	if isWritten {
		lines.written++
	}
	lines.last = max(lines.last, sequence)
}

// told counts lines of which it is told already that they are lost.
func (tally *tally) told(listener string, lost int) {
	if lines := tally.counts[listener]; lines != nil {
		lines.lost += lost
		lines.missing += lost
	}
}

// losses returns by listener how many lines are lost and not told of yet. A line that only is late is missing once: lost is what
// is missing at two looks in a row or, when no more can come, at the last one.
func (tally *tally) losses(isLast bool) map[string]int {
	lost := map[string]int{}
	for listener, lines := range tally.counts {
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
