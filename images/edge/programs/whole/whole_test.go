package whole

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func assemble(t *testing.T, parts map[string]string) (config, routes, other string) {
	t.Helper()
	from, to := t.TempDir(), t.TempDir()
	write(t, from, map[string]string{"base.cfg": base})
	write(t, from, parts)
	if err := Assemble(from, to); err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		text, err := os.ReadFile(filepath.Join(to, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	return read("haproxy.cfg"), read("routes.map"), read("other.map")
}

const base = `frontend public
  #@any-service http-request return status 404
  #@rules
backend ready
  #@each-service http-request return status 503 if { str(@),map_str(opt\x40/active.map),nbsrv 0 }
  # a comment
`

const shop = `#@routes shop.test/ shop
#@routes *.test/old/ >308|4|/new
#@rules http-request set-var(txn.a) str(shop)
#@other shop.blue shop.green

backend shop.blue from pool
`

const blog = `#@routes */blog/ blog
#@routes blog.test/ blog
#@other blog.blue blog.green
`

func TestPutsTheWholeTogether(t *testing.T) {
	config, routes, other := assemble(t, map[string]string{"parts/shop.cfg": shop, "parts/blog.cfg": blog, "parts/shop.json": "{}"})
	if want := "*/blog/ blog\nblog.test/ blog\nshop.test/ shop\n*.test/old/ >308|4|/new\n"; routes != want {
		t.Errorf("routes:\n%s", routes)
	}
	if want := "blog.blue blog.green\nshop.blue shop.green\n"; other != want {
		t.Errorf("other pools:\n%s", other)
	}
	want := `frontend public
  http-request return status 404
  http-request set-var(txn.a) str(shop)
backend ready
  http-request return status 503 if { str(blog),map_str(opt\x40/active.map),nbsrv 0 }
  http-request return status 503 if { str(shop),map_str(opt\x40/active.map),nbsrv 0 }
  # a comment

` + blog + "\n" + shop
	if config != want {
		t.Errorf("got\n%s", config)
	}
}

func TestLeavesOutWhatStandsForServicesWhereThereIsNone(t *testing.T) {
	config, routes, _ := assemble(t, nil)
	if want := "frontend public\nbackend ready\n  # a comment\n"; config != want || routes != "" {
		t.Errorf("got\n%s%s", config, routes)
	}
}

func pools(path string, places ...string) string {
	return "  http-check send meth GET uri '" + path + "'\n  default-server inter 1s\n  server slot0 " + strings.Join(places, "\n  server slot1 ") + "\n"
}

// In use; without an address; taken out of use as well.
const twinStates = `8 shop.blue-open 1 slot0 172.21.0.4 2 0 1
8 shop.blue-open 2 slot1 - 0 32 1
8 shop.blue-open 3 slot2 172.21.0.6 0 33 1
`

func TestKeepsAStateWherePlaceAndCheckStayAndInAPoolThatServesWhereThePlaceDoes(t *testing.T) {
	folder := t.TempDir()
	twin := "backend shop.blue-open from pool\n  server slot0 b0:1\n  server slot1 b1:1\n  server slot2 b2:1\n"
	write(t, folder, map[string]string{
		"active.map": "shop shop.blue\n",
		"canary.map": "blog 500|blog.green\n",
		"loaded": "backend shop.blue from pool\n" + pools("/a", "b0:1", "b1:1") + "frontend x\n  option y\n" +
			"backend shop.green from pool\n" + pools("/a", "g0:1", "g1:1") + "backend blog.blue from pool\n" + pools("/a", "x0:1") +
			"backend blog.green from pool\n" + pools("/a", "y0:1") + twin,
		"next": "backend shop.blue from pool\n" + pools("/b", "b0:1", "b1:2") +
			strings.ReplaceAll("backend shop.green from pool\n"+pools("/a", "g0:1", "g1:2")+"  server slot2 g2:1\n", "1s", "5s") +
			"backend blog.blue from pool\n" + pools("/b", "x0:1") + "backend blog.green from pool\n" + pools("/b", "y0:1") + twin,
	})
	told := `1
# be_id be_name srv_id srv_name
4 shop.blue 1 slot0 …
4 shop.blue 1 slot1 …
4 shop.green 1 slot0 …
4 shop.green 1 slot1 …
4 shop.green 1 slot2 …
4 blog.blue 1 slot0 …
4 blog.green 1 slot0 …
4 gone.blue 1 slot0 …
` + twinStates
	var kept bytes.Buffer
	if err := KeepStates(folder, filepath.Join(folder, "loaded"), filepath.Join(folder, "next"), strings.NewReader(told), &kept); err != nil {
		t.Fatal(err)
	}
	want := `1
# be_id be_name srv_id srv_name
4 shop.blue 1 slot0 …
4 shop.green 1 slot0 …
4 blog.green 1 slot0 …
8 shop.blue-open 1 slot0 172.21.0.4 2 0 1
8 shop.blue-open 3 slot2 172.21.0.6 0 33 1
`
	if kept.String() != want {
		t.Errorf("kept\n%s", kept.String())
	}
}
