package ledger

// State is what the control is told of a ledger.
type State struct {
	// The last entry; nil where there is none.
	Head *Head `json:"head"`
	// Nil where nothing is known to be wrong.
	Broken *Break `json:"broken"`
	// The disk takes more than what is reserved on it.
	HasRoom bool `json:"hasRoom"`
	// When the last entry was written, Unix time in ms; 0 where there is none. Told apart: older programs know no more than the above.
	At int64 `json:"-"`
}
