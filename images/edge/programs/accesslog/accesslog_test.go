package accesslog

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func request(worker int, listener string, sequence int) string {
	return fmt.Sprintf(`{"path": "/a\"b", "listener": "%s", "end": "--", "worker": %d, "sequence": %d}`+"\n", listener, worker, sequence)
}

func TestParsesWhereALineComesFrom(t *testing.T) {
	from, sequence, ok := parseLine([]byte(request(31, "public~", 7)))
	if !ok || from != (origin{31, "public"}) || sequence != 7 {
		t.Errorf("got %v %d %v", from, sequence, ok)
	}
	for _, line := range []string{"", "\n", "Proxy public stopped\n", `{"time": "x", "lost": 3}`} {
		if _, _, ok := parseLine([]byte(line)); ok {
			t.Errorf("took %q for a request", line)
		}
	}
}

func TestTellsWhatIsMissingTwiceOrAtTheEnd(t *testing.T) {
	lines := newTally()
	for _, sequence := range []int{0, 1, 4} {
		lines.add("public", sequence, true)
	}
	if lost := lines.losses(false); len(lost) != 0 {
		t.Errorf("told of %v at the first look", lost)
	}
	lines.add("public", 2, true) // was only late
	if lost := lines.losses(false)["public"]; lost != 1 {
		t.Errorf("lost %d, want 1", lost)
	}
	lines.add("public", 5, false) // the disk was full
	if lost := lines.losses(true)["public"]; lost != 1 {
		t.Errorf("lost %d at the end, want 1 more", lost)
	}
	if lost := lines.losses(true); len(lost) != 0 {
		t.Errorf("told twice: %v", lost)
	}
}

func open(t *testing.T, folder string, bound int64) *logFiles {
	t.Helper()
	files, err := openFiles(folder, bound)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func put(t *testing.T, files *logFiles, text string) {
	t.Helper()
	if _, err := files.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
}

func TestKeepsTheNewestFilesWithinTheBound(t *testing.T) {
	folder := t.TempDir()
	files := open(t, folder, 10)
	for index := range 3 * maxFiles {
		put(t, files, fmt.Sprintf("line %03d\n", index))
	}
	numbers, err := fileNumbers(folder)
	if err != nil || len(numbers) != maxFiles || numbers[0] != 2*maxFiles+1 {
		t.Errorf("files %v, %v", numbers, err)
	}
}

func TestGoesOnWhereANumberIsLongerThanItsPlace(t *testing.T) {
	folder := t.TempDir()
	for _, number := range []int{999_998, 999_999, 1_000_000} {
		if err := os.WriteFile(fileName(folder, number), fmt.Appendf(nil, "%d\n", number), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if files := open(t, folder, 100); files.number != 1_000_000 {
		t.Errorf("went on with %d", files.number)
	}
	var out bytes.Buffer
	if err := Read(folder, 2, bufio.NewWriter(&out), nil); err != nil || out.String() != "999999\n1000000\n" {
		t.Errorf("got %q, %v", out.String(), err)
	}
}

func TestGoesOnAfterTheLastWholeLine(t *testing.T) {
	folder := t.TempDir()
	put(t, open(t, folder, 100), "one\ntwo\n")
	half, err := os.OpenFile(fileName(folder, 1), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	half.WriteString("thr")
	half.Close()
	put(t, open(t, folder, 100), "three\n")
	if text, _ := os.ReadFile(fileName(folder, 1)); string(text) != "one\ntwo\nthree\n" {
		t.Errorf("got %q", text)
	}
}

func TestWritesNothingOfWhatAFullDiskDoesNotTake(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no /dev/full here")
	}
	log := &accessLog{files: &logFiles{folder: t.TempDir(), number: 1, current: full, bound: 100}}
	worker := &worker{pid: 8, tally: newTally()}
	log.take(worker, []byte(request(8, "public", 0)+request(8, "public", 1)))
	if lost := worker.tally.losses(true)["public"]; lost != 2 {
		t.Errorf("counted %d lost lines, want 2", lost)
	}
}

func TestDoesNotRepeatWhatARingRepeats(t *testing.T) {
	folder := t.TempDir()
	files := open(t, folder, 1000)
	put(t, files, request(8, "public", 0)+request(8, "public", 1)) // of an earlier life of the container
	start := place{files.number, files.size}
	put(t, files, request(8, "public", 0)+request(8, "public", 1)+request(9, "public", 5))
	log := &accessLog{files: files, start: start}
	worker := &worker{pid: 8, tally: newTally()}
	if err := log.recall(worker); err != nil {
		t.Fatal(err)
	}
	before := files.size
	log.take(worker, []byte(request(8, "public", 0)+request(8, "public", 1)+request(8, "public", 2)))
	if grown := files.size - before; grown != int64(len(request(8, "public", 2))) {
		t.Errorf("grew by %d bytes", grown)
	}
	if lost := worker.tally.losses(true); len(lost) != 0 {
		t.Errorf("counted %v as lost", lost)
	}
}

func TestTellsNoLossTwiceNorOneThatIsNone(t *testing.T) {
	folder := t.TempDir()
	files := open(t, folder, 1000)
	start := place{files.number, files.size}
	put(t, files, request(8, "public", 0)+request(8, "public", 5)+
		`{"time": "x", "lost": 4, "listener": "public", "worker": 8}`+"\n"+request(8, "public", 6))
	log := &accessLog{files: files, start: start}
	worker := &worker{pid: 8, tally: newTally()}
	if err := log.recall(worker); err != nil {
		t.Fatal(err)
	}
	if lost := worker.tally.losses(true); len(lost) != 0 {
		t.Errorf("told again of %v", lost)
	}
	worker.tally.isCut = true // and nothing of the preview was looked at
	log.take(worker, []byte(request(8, "preview", 500)))
	if lost := worker.tally.losses(true); len(lost) != 0 {
		t.Errorf("told of %v", lost)
	}
}

func TestNoticesThatAWorkerIsReplaced(t *testing.T) {
	log := &accessLog{files: open(t, t.TempDir(), 1000)}
	worker := &worker{tally: newTally()}
	log.take(worker, []byte("Proxy public reached process FD limit (maxsock=16). Please check 'ulimit-n' and restart.\n"))
	if worker.isReplaced.Load() {
		t.Error("trouble was taken for an end")
	}
	log.take(worker, []byte("Proxy public stopped (cumulated conns: FE: 3, BE: 0).\n"))
	if !worker.isReplaced.Load() || log.files.size != 0 {
		t.Error("a word of the proxy's own was not understood, or stands in the log")
	}
}

func TestReadsTheLastLinesOverFiles(t *testing.T) {
	folder := t.TempDir()
	files := open(t, folder, 10)
	for _, line := range []string{"one\n", "two\n", "three\n", "four\n"} {
		put(t, files, line)
	}
	for tail, want := range map[int]string{0: "", 1: "four\n", 3: "two\nthree\nfour\n", 9: "one\ntwo\nthree\nfour\n"} {
		var out bytes.Buffer
		if err := Read(folder, tail, bufio.NewWriter(&out), nil); err != nil || out.String() != want {
			t.Errorf("tail %d: got %q, %v", tail, out.String(), err)
		}
	}
	if err := Read(filepath.Join(folder, "none"), 1, bufio.NewWriter(io.Discard), nil); err != nil {
		t.Errorf("a log that has not begun: %v", err)
	}
}

func TestFollowsIntoTheNextFile(t *testing.T) {
	folder := t.TempDir()
	files := open(t, folder, 10)
	put(t, files, "one\n")
	input, stop := io.Pipe()
	output, printed := io.Pipe()
	lines := bufio.NewScanner(output)
	ended := make(chan error)
	go func() { ended <- Read(folder, 1, bufio.NewWriter(printed), input) }()
	lines.Scan()
	put(t, files, strings.Repeat("x", 9)+"\n")
	put(t, files, "three\n")
	for _, want := range []string{strings.Repeat("x", 9), "three"} {
		if lines.Scan(); lines.Text() != want {
			t.Errorf("got %q, want %q", lines.Text(), want)
		}
	}
	stop.Close()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("goes on although nobody listens any more")
	}
}
