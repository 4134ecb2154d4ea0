package durable

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

func TestReplacesAFileAndLeavesRoomForTheNext(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "record.json")
	os.WriteFile(path+".kept", []byte("left by one that was killed"), 0o600)
	before := uint64(0)
	for _, content := range []string{"one that is the longest\n", "short\n", "a longer one\n"} {
		if err := Put(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, _ := os.ReadFile(path); string(got) != content {
			t.Errorf("got %q", got)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if inode := info.Sys().(*syscall.Stat_t).Ino; inode == before {
			t.Error("wrote over the file that is read")
		} else {
			before = inode
		}
		if spare, err := os.Stat(path + ".next"); err != nil || spare.Sys().(*syscall.Stat_t).Blocks*512 < spareBytes {
			t.Errorf("no room is left for the next: %v, %v", spare, err)
		}
	}
	if files, _ := os.ReadDir(folder); len(files) != 2 {
		t.Errorf("got %v", files)
	}
}

func TestGivesALockToOneAtATime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	first, err := Acquire(path, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	var busy BusyError
	if _, err := Acquire(path, 20*time.Millisecond); !errors.As(err, &busy) {
		t.Errorf("got %v", err)
	}
	time.AfterFunc(20*time.Millisecond, first.Release)
	second, err := Acquire(path, 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	second.Release()
}
