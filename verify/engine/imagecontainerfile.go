package engine

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
)

// containerfileMaker makes an image from Debian packages where mmdebstrap is
// missing: a container engine builds it over Debian's own image.
type containerfileMaker struct{ *oci }

// containerfile is what the engine builds from: the packages that mmdebstrap
// would take.
func containerfile(r Recipe) string {
	var b strings.Builder
	fmt.Fprintf(&b, "FROM debian:%s-slim\n", r.Suite)
	if r.Snapshot != "" {
		fmt.Fprintf(&b, "RUN rm -rf /etc/apt/sources.list.d/* && echo 'deb [check-valid-until=no] %s %s main' >/etc/apt/sources.list\n", snapshotMirror(r), r.Suite)
	}
	fmt.Fprintf(&b, "RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends '?priority(required)' '?priority(important)' %s && rm -rf /var/lib/apt/lists/* /var/cache/apt/*\n", strings.Join(r.Packages, " "))
	return b.String()
}

// fill implements [ImageMaker].
func (m containerfileMaker) fill(ctx context.Context, r Recipe, root string) error {
	name := "knotes-making:" + r.Key()
	// The build reaches Debian's mirror as this machine does.
	args := []string{"build", "--quiet", "--network", "host", "--label", recipeLabel(r), "--tag", name, "-"}
	if m.program == "podman" {
		args[len(args)-1] = "--file=-"
	}
	cmd := exec.CommandContext(ctx, m.program, args...)
	cmd.Stdin = strings.NewReader(containerfile(r))
	if _, err := output(cmd); err != nil {
		return err
	}
	defer func() { // with what the build of a run that was killed has left
		exec.Command(m.program, "image", "rm", "--force", name).Run()
		exec.Command(m.program, "image", "prune", "--force", "--filter", "label="+recipeLabel(r)).Run()
	}()
	if err := m.export(ctx, name, r, root); err != nil {
		return err
	}
	return lay(root)
}

// recipeLabel marks what is made in an engine on the way to an image.
func recipeLabel(r Recipe) string { return "knotes.recipe=" + r.Key() }

// export unpacks an image that the engine has into the new folder root.
func (o *oci) export(ctx context.Context, image string, r Recipe, root string) error {
	// The lock of this recipe is held: what has its label was abandoned.
	label := recipeLabel(r)
	remove := func() { // even if it is interrupted
		ids, err := output(exec.CommandContext(context.WithoutCancel(ctx), o.program, "ps", "--all", "--quiet", "--filter", "label="+label))
		if ids := strings.Fields(ids); err == nil && len(ids) > 0 { // else what is left is swept by the next
			exec.Command(o.program, append([]string{"rm", "--force"}, ids...)...).Run()
		}
	}
	remove()
	defer remove()
	id, err := output(exec.CommandContext(ctx, o.program, "create", "--label", label, "--pull", "never", "--network", "none", image, "true"))
	if err != nil {
		return err
	}
	return unpack(ctx, exec.CommandContext(ctx, o.program, "export", id), root)
}
