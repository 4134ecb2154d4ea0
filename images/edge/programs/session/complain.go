package session

import (
	"fmt"
	"io"
	"strings"
)

// complaint begins each line of complaints that comes among the answers.
const complaint = "\x1f"

// Complain says among the answers what went wrong.
func Complain(answers io.Writer, err error) {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintf(answers, "%s%s\n", complaint, line)
	}
}

// complain says what went wrong where the complaints go.
func (session *session) complain(err error) {
	if session.edge.Complaints == nil {
		Complain(session.out, err)
		return
	}
	fmt.Fprintln(session.edge.Complaints, err)
}
