package notes

import "io/fs"

// Note is one Markdown file and the programs that stand beside it.
type Note struct {
	Notebook string // name of its notebook; "" for a file outside of any
	File     string // as the user would name it: slashes, relative to the project
	Rel      string // within the notebook: "memory/mmap.md"
	Dir      string // its folder on disk
	Source   []byte // the whole file, untouched
	Body     int    // offset in Source at which the front matter has ended
	Meta     Meta
	Title    string // from the front matter, else the first heading, else the file name
	Strict   bool   // written here: unknown attributes and names are errors
	Split    int    // its pages on the site: one per heading of level <= Split; 0 is one page
	Programs []File // what is copied into /note

	metaAt map[string]Pos // of each key of the front matter
}

// Meta is a note's front matter.
type Meta struct {
	Title       string   `yaml:"title"`
	Weight      int      `yaml:"weight"`
	Description string   `yaml:"description"`
	Toolchain   string   `yaml:"toolchain"`
	Root        bool     `yaml:"root"`
	Kernel      bool     `yaml:"kernel"`
	Files       []string `yaml:"files"`
}

// File is a regular file that a note's container starts with.
type File struct {
	Name string // slash-separated, relative to /note
	Mode fs.FileMode
	Data []byte
}
