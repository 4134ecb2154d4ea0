package durable

import "syscall"

// roomBytes is less than a release writes, and far less than any disk should have left.
const roomBytes = 1 << 20

// HasRoom tells whether the disk of a folder takes more than what is reserved on it.
func HasRoom(folder string) bool {
	var disk syscall.Statfs_t
	if err := syscall.Statfs(folder, &disk); err != nil {
		return false
	}
	return disk.Bavail*uint64(disk.Bsize) >= roomBytes
}
