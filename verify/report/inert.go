package report

// Inert makes sure that a line of any report is no command to the CI service
// that reads it in a log.
func Inert(line string) string { return inert(line) }
