// Package certificates tells when the edge's certificates end.
package certificates

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Ends returns, by the names of the files in a folder, when the first certificate of each chain ends: from then on it is worth nothing. One
// that cannot be read is left out; the proxy has taken it nevertheless, or would not run.
func Ends(folder string) map[string]time.Time {
	files, _ := filepath.Glob(filepath.Join(folder, "*.pem")) // the pattern is one
	ends := map[string]time.Time{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // it has just been replaced by one of another name
		}
		if end, ok := earliest(text); ok {
			ends[strings.TrimSuffix(filepath.Base(file), ".pem")] = end
		}
	}
	return ends
}

func earliest(text []byte) (end time.Time, ok bool) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err == nil && (!ok || certificate.NotAfter.Before(end)) {
			end, ok = certificate.NotAfter, true
		}
	}
	return end, ok
}
