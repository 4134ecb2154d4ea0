package certificates

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func certificate(t *testing.T, end time.Time) string {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: end}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

func TestTellsWhenTheFirstOfEachChainEnds(t *testing.T) {
	folder := t.TempDir()
	late, early := time.Unix(2_000_000_000, 0), time.Unix(1_900_000_000, 0)
	key := "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
	for name, text := range map[string]string{
		"shop.pem":   certificate(t, late) + certificate(t, early) + key,
		"blog.pem":   key + certificate(t, late),
		"broken.pem": key,
		"other.txt":  certificate(t, early),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ends := Ends(folder)
	want := map[string]time.Time{"shop": early.UTC(), "blog": late.UTC()}
	if !maps.EqualFunc(ends, want, time.Time.Equal) {
		t.Errorf("got %v", ends)
	}
}

func TestKnowsNoneWhereThereIsNoFolder(t *testing.T) {
	if ends := Ends(filepath.Join(t.TempDir(), "none")); len(ends) > 0 {
		t.Errorf("got %v", ends)
	}
}
