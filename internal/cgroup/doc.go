// Package cgroup reads how much memory the control groups of this process
// grant it. At the end of that memory the kernel answers no error, it kills;
// so whoever wants much asks here first. What cannot be read grants everything.
package cgroup
