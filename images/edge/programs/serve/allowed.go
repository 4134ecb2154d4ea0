package serve

// allowed is all that the agent may ask: it reads what the proxy does, moves traffic as the record lets it, has requests sent to the two
// pools of a service and to the public listener, which it could knock at itself, writes down what it did and says that it is alive. It
// knocks at no ports, and takes nobody's hold or review away.
var allowed = []string{
	"services", "look", "open", "routing", "slots", "counts", "ledger", "gates", "certificates", "request", "switch", "shift", "note", "beat",
}
