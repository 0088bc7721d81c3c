// Package heap keeps the garbage collector from running while there is little to
// collect. It imports nothing and is imported by main, so that it is in force
// before the packages of Hugo are initialised, which alone allocate enough for
// several collections.
package heap

// floor is memory that is never touched, so that it takes none: but the collector
// waits until as much has been allocated besides.
var floor = make([]byte, 24<<20)

// Floor is how many bytes are allocated at least before the first collection.
func Floor() int { return len(floor) }
