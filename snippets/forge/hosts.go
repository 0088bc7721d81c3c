package forge

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	viewers = map[string]bool{"blob": true, "blame": true, "raw": true}

	gitwebQuery = regexp.MustCompile(`(?:^|[;&])a=blob(?:_plain)?(?:[;&]|$)`)
	gitwebPath  = regexp.MustCompile(`^(?:(.*)/)?([^/]+\.git)/blob(?:_plain)?/([^:]+):/`)
	cgitPath    = regexp.MustCompile(`^(.*?\.git)/(?:tree|plain|blame)/`)
)

// readGitHub reads OWNER/REPO/blob/REF/PATH.
func readGitHub(a *Address, _ string, path, _ text) (bool, error) {
	owner, rest, _ := path.cut("/")
	repo, rest, _ := rest.cut("/")
	view, rest, ok := rest.cut("/")
	if !ok || !viewers[view.s] {
		return false, nil
	}
	a.gitHub(owner.s, repo.s)
	return a.refAndPath(rest)
}

// readRawGitHub reads OWNER/REPO/REF/PATH.
func readRawGitHub(a *Address, _ string, path, _ text) (bool, error) {
	owner, rest, _ := path.cut("/")
	repo, rest, ok := rest.cut("/")
	if !ok {
		return false, nil
	}
	a.gitHub(owner.s, repo.s)
	return a.refAndPath(rest)
}

func (a *Address) gitHub(owner, repo string) {
	a.Forge, a.Project = GitHub, owner+"/"+repo
	a.Clone = "https://github.com/" + a.Project
}

// readGitLab reads GROUP/…/REPO/-/blob/REF/PATH.
func readGitLab(a *Address, base string, path, _ text) (bool, error) {
	project, rest, _ := path.cut("/-/")
	view, rest, ok := rest.cut("/")
	if !ok || !viewers[view.s] || project.s == "" {
		return false, nil
	}
	a.Forge, a.Project, a.Clone = GitLab, project.s, base+project.s+".git"
	return a.refAndPath(rest)
}

// readElixir reads PROJECT/REF/source/PATH.
func readElixir(a *Address, _ string, path, _ text) (bool, error) {
	project, rest, _ := path.cut("/")
	ref, rest, _ := rest.cut("/")
	source, file, ok := rest.cut("/")
	if source.s != "source" || ref.s == "" || !ok || file.s == "" {
		return false, nil
	}
	a.Forge, a.Project = Elixir, project.s
	return true, a.separate(ref, file)
}

// readDebSources reads src/PACKAGE/VERSION/PATH/.
func readDebSources(a *Address, _ string, path, query text) (bool, error) {
	src, rest, _ := path.cut("/")
	name, rest, _ := rest.cut("/")
	version, file, ok := rest.cut("/")
	file.s = strings.TrimSuffix(file.s, "/")
	if src.s != "src" || !ok || version.s == "" || file.s == "" {
		return false, nil
	}
	a.Forge, a.Project = DebSources, name.s
	if hl, ok := param(query, "hl"); ok {
		a.at.extra = append(a.at.extra, hl.field())
	}
	return true, a.separate(version, file)
}

// separate reads a reference and a path that stand in two places.
func (a *Address) separate(ref, path text) error {
	var err, pathErr error
	a.Ref, a.at.ref, err = take(ref)
	a.Path, a.at.path, pathErr = take(path)
	if err != nil {
		return err
	}
	return pathErr
}

// readCGit reads …/REPO.git/tree/PATH?h=REF&id=REF. A path that ends in a slash
// is a folder.
func readCGit(a *Address, base string, path, query text) (bool, error) {
	m := cgitPath.FindStringSubmatchIndex(path.s)
	file := path.from(m[1])
	if file.s == "" || strings.HasSuffix(file.s, "/") {
		return false, nil
	}
	a.Forge, a.Project = CGit, path.s[:m[3]]
	a.Clone = base + a.Project
	if project, ok := strings.CutPrefix(a.Project, "cgit/"); ok { // which is how it is shown, not how it is served
		a.Clone = base + "git/" + project
	}
	ref, ok := param(query, "id")
	if !ok {
		ref, ok = param(query, "h")
	}
	if ok {
		a.Ref, a.at.ref = unescapeQuery(ref.s), ref.field()
	}
	var err error
	a.Path, a.at.path, err = take(file)
	return true, err
}

// readGitWeb reads …?p=REPO.git;a=blob;f=PATH;h=BLOB;hb=REF.
func readGitWeb(a *Address, base string, path, query text) (bool, error) {
	a.Forge = GitWeb
	project, ok := param(query, "p")
	if !ok {
		return false, nil
	}
	a.Project = unescapeQuery(project.s)
	a.Clone = base + gitServed(path.s) + a.Project
	if blob, ok := param(query, "h"); ok {
		a.at.blob = blob.field()
		if fullID.MatchString(blob.s) {
			a.Blob = blob.s
		}
	}
	if ref, ok := param(query, "hb"); ok {
		a.Ref, a.at.ref = unescapeQuery(ref.s), ref.field()
	}
	file, ok := param(query, "f")
	if !ok || file.s == "" {
		return true, errNoFile
	}
	a.Path, a.at.path = unescapeQuery(file.s), file.field()
	return true, nil
}

// readGitWebPath reads …/REPO.git/blob/REF:/PATH.
func readGitWebPath(a *Address, base string, path, _ text) (bool, error) {
	m := gitwebPath.FindStringSubmatchIndex(path.s)
	a.Forge, a.Project = GitWeb, path.s[m[4]:m[5]]
	folder := ""
	if m[2] >= 0 {
		folder = path.s[m[2]:m[3]]
	}
	a.Clone = base + gitServed(folder) + a.Project
	file := path.from(m[1])
	if file.s == "" {
		return true, errNoFile
	}
	return true, a.separate(text{path.s[m[6]:m[7]], path.at + m[6]}, file)
}

// gitServed is the folder from which a host serves the repositories that it
// shows by gitweb at the given path.
func gitServed(path string) string {
	path = strings.Trim(path, "/")
	for _, script := range []string{"gitweb.cgi", "gitweb.perl", "gitweb", "index.cgi", "w"} {
		folder, ok := strings.CutSuffix("/"+path, "/"+script)
		if !ok {
			continue
		}
		if path = strings.Trim(folder, "/"); path == "" {
			path = "git"
		}
		break
	}
	if path == "" {
		return ""
	}
	return path + "/"
}

// param finds the value of a parameter of a query whose parts are parted by "&"
// or ";".
func param(query text, name string) (value text, ok bool) {
	for rest := query; rest.s != ""; {
		part := rest
		if i := strings.IndexAny(rest.s, ";&"); i >= 0 {
			part, rest = text{rest.s[:i], rest.at}, rest.from(i+1)
		} else {
			rest = rest.from(len(rest.s))
		}
		if strings.HasPrefix(part.s, name+"=") {
			return part.from(len(name) + 1), true
		}
	}
	return text{}, false
}

func unescapeQuery(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}
