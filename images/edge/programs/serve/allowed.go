package serve

// allowed is all that the agent may ask: it reads what the proxy does, moves traffic as the record lets it, writes down what it did and
// says that it is alive. It sends no requests, knocks at no ports, and takes nobody's hold or review away.
var allowed = []string{"services", "look", "open", "routing", "slots", "counts", "ledger", "switch", "shift", "note", "beat"}
