package serve

import (
	"bytes"
	"fmt"
	"io"
)

const maxLineBytes = 1 << 20

// bounded lets no line of more than maxLineBytes through, so that nobody fills this process's memory.
type bounded struct {
	from io.Reader
	// Of the line that has begun.
	length int
}

func (bounded *bounded) Read(text []byte) (int, error) {
	read, err := bounded.from.Read(text)
	bounded.length += read
	if end := bytes.LastIndexByte(text[:read], '\n'); end >= 0 {
		bounded.length = read - end - 1
	}
	if bounded.length > maxLineBytes {
		return 0, fmt.Errorf("a line of more than %d bytes", maxLineBytes)
	}
	return read, err
}
