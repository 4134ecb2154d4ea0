package durable

import (
	"os"
	"path/filepath"
	"syscall"
)

const (
	// Beside each file lies room for the next one: as much as a record with long releases takes, several times.
	spareBytes = 64 << 10
	keepSize   = 1 // FALLOC_FL_KEEP_SIZE
)

// Put replaces a file. Nobody ever reads half of it, and once it is seen it is on the disk. A disk that is full does not keep it
// from happening: it writes into room that the time before has left beside the file, and leaves the old one's there.
func Put(path string, content []byte) error {
	if err := replace(path, content, true); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(path))
}

// Replace is a Put of what is made anew after a crash: it does not wait for the disk.
func Replace(path string, content []byte) error { return replace(path, content, false) }

// Spare makes room beside a file for what is to replace it, as far as there is any.
func Spare(path string) {
	file, err := os.OpenFile(path+".next", os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer file.Close()
	Reserve(file, 0, spareBytes)
}

// Reserve has the disk keep room in a file, beyond its end as well, as far as its filesystem can.
func Reserve(file *os.File, offset, length int64) error {
	return syscall.Fallocate(int(file.Fd()), keepSize, offset, length)
}

// SyncFolder brings to the disk which files a folder has.
func SyncFolder(folder string) error {
	handle, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer handle.Close()
	return handle.Sync()
}

func replace(path string, content []byte, syncs bool) error {
	next, kept := path+".next", path+".kept"
	if err := fill(next, content, syncs); err != nil {
		return err
	}
	os.Remove(kept) // of one that was killed
	isKept := os.Link(path, kept) == nil
	if err := os.Rename(next, path); err != nil {
		return err
	}
	if isKept {
		if err := os.Rename(kept, next); err != nil {
			return err
		}
	}
	Spare(path)
	return nil
}

// fill writes over what a file has, without giving its room back first.
func fill(path string, content []byte, syncs bool) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if _, err := file.WriteAt(content, 0); err != nil {
		return err
	}
	if info.Size() > int64(len(content)) {
		if err := file.Truncate(int64(len(content))); err != nil {
			return err
		}
	}
	if syncs {
		return file.Sync()
	}
	return nil
}
