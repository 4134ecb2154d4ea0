package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
)

// noEntry is what the first entry has for the hash of the one before.
const noEntry = "0000000000000000000000000000000000000000000000000000000000000000"

// Head is the last entry.
type Head struct {
	// 0 where there is none.
	Number int64  `json:"number"`
	Hash   string `json:"hash"`
	// The disk has no room for it: it waits in memory.
	Waits bool `json:"waits"`
}

// Break is where a ledger is not what was written.
type Break struct {
	// Number of the entry from which on it cannot be proved.
	Entry int64  `json:"entry"`
	Text  string `json:"text"`
}

// Entry is as much of one as this program goes by.
type Entry struct {
	Number     int64  `json:"number"`
	Previous   string `json:"previous"`
	At         int64  `json:"at"`
	Kind       string `json:"kind"`
	Service    string `json:"service"`
	Version    string `json:"version"`
	Hash       string `json:"hash"`
	Generation int64  `json:"generation"`
	Revision   int64  `json:"revision"`
	Action     string `json:"action"`
	By         string `json:"by"`
	From       *Side  `json:"from"`
	To         *Side  `json:"to"`
	// Of a switch that was made together with others, which were written down with it; else nil.
	Group *Group `json:"group"`
}

// Group is of services that move together.
type Group struct {
	Name string `json:"name"`
}

// Side of a switch.
type Side struct {
	Color string `json:"color"`
	Hash  string `json:"hash"`
}

// chain is what lines that follow one another come to.
type chain struct {
	number int64
	hash   string
	last   Entry
	// Switches that were written down together, at the end; none where the last entry is no switch.
	announced []Entry
	broken    *Break
}

// take follows the chain by a line. After an entry with which a person has accepted a break, only new ones count.
func (chain *chain) take(line []byte, place string) {
	next := chain.number + 1
	var entry Entry
	switch err := json.Unmarshal(line, &entry); {
	case err != nil:
		chain.breakAt(next, fmt.Sprintf("entry %d (%s) is no JSON", next, place))
		entry = Entry{}
	case entry.Number != next:
		chain.breakAt(next, fmt.Sprintf("where entry %d should stand (%s) there is one with number %d", next, place, entry.Number))
	case entry.Previous != chain.hash:
		chain.breakAt(next, fmt.Sprintf("entry %d (%s) was written after another entry than the one that stands before it", next, place))
	}
	if entry.Kind == "accepted" {
		chain.broken = nil
	}
	chain.end(max(next, entry.Number), line, entry)
}

// end has the chain end with an entry.
func (chain *chain) end(number int64, line []byte, entry Entry) {
	chain.number, chain.hash, chain.last = number, hashOf(line), entry
	switch {
	case entry.Kind != "switch":
		chain.announced = nil
	case entry.isTogetherWith(chain.announced):
		chain.announced = append(chain.announced, entry)
	default:
		chain.announced = []Entry{entry}
	}
}

// isTogetherWith tells whether an entry goes on with what was announced: the same group, and no service of it twice.
func (entry Entry) isTogetherWith(announced []Entry) bool {
	if entry.Group == nil || len(announced) == 0 {
		return false
	}
	return !slices.ContainsFunc(announced, func(other Entry) bool {
		return other.Group == nil || other.Group.Name != entry.Group.Name || other.Service == entry.Service
	})
}

func (chain *chain) breakAt(number int64, text string) {
	if chain.broken == nil {
		chain.broken = &Break{number, text}
	}
}

func hashOf(line []byte) string {
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}
