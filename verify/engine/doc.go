// Package engine runs the commands of notes in containers: bubblewrap, docker
// and podman, which all pass the suite in enginetest. It knows nothing of notes.
//
// # Containers
//
// [Engine.Start] starts a container from an [Image] and carries files into it.
// Its first process only waits; below it runs the agent, a small program that
// keeps an interactive bash on a terminal, types commands into it and says what
// came out, over standard input and output, so that remote engines work too. It
// is written in C, in the folder agent, and compiled once for each image, by the
// image's own gcc in a container; for an image that has none, or no static C
// library, by one made for it.
//
// # What a note's code can never do
//
// It has no network, sees nothing of the host, gains no privileges and writes to
// /note, /tmp and /dev/shm only. A filter of system calls, seccomp.json, refuses
// what reaches the kernel itself; tracing and personality stay allowed, for
// debuggers. The agent cannot be traced, and its descriptors not be opened, by
// what runs beside it. Nothing outlives Close, nor this process being killed.
//
// # Limits
//
// Each limit that is hit ends in a [Stop] of its own name. Docker and podman
// enforce memory and processes themselves. Bubblewrap's containers are born in
// a control group (version 2 where it is delegated, version 1 where root has
// it); elsewhere a watchdog looks at what they hold, and a resource limit set
// inside bounds their processes: see [Cgroups]. Address space is never limited,
// as that would break notes about reservations.
//
// # Images
//
// [OpenImage] makes the image of a [Recipe] at its first need and keeps it: from
// Debian packages, with mmdebstrap or through a container engine, or from any
// OCI image given by its digest. However it is made, it is a folder that every
// engine can run, and its identity is that of its packages' versions.
package engine
