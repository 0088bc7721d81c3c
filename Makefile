# Two commands set everything up: make site, make test. Whatever is missing is
# installed with apt-get where that may be done, and named where not.

GO ?= go
FUZZTIME ?= 60s

.PHONY: site test fuzz verify build tools engines browser browsertest lighthouse screenshots

site: tools build
	bin/knotes build
	@echo "look at it: python3 -m http.server -d public 8000, then http://localhost:8000/"

test: tools
	@files=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$files" || { echo "gofmt would change:" $$files; exit 1; }
	$(GO) mod tidy -diff
	$(GO) vet ./...
	$(GO) test ./...

# The fuzz targets, the most important for FUZZTIME each.
fuzz:
	.ci/fuzz $(FUZZTIME)

# The notebook, strictly against its records, and that no wrong one would pass.
verify: tools build
	bin/knotes verify --no-cache --strict
	bin/knotes audit

build:
	$(GO) build -o bin/knotes ./cmd/knotes

tools:
	@.ci/install bwrap:bubblewrap mmdebstrap:mmdebstrap git:git xz:xz-utils $$([ "$$(id -u)" = 0 ] || echo newuidmap:uidmap)

# The other engines, for those who work on them.
engines:
	@.ci/install docker:docker.io dockerd:docker.io podman:podman runc:runc

# What the tests of the site in a real browser need.
browser:
	@.ci/install chromium:chromium pdftotext:poppler-utils node:nodejs npm:npm
	@cd site/browsertest/node && { cmp -s package-lock.json node_modules/.installed || { npm ci --silent --no-audit --no-fund && cp package-lock.json node_modules/.installed; }; }

# The site in a real browser; without what that needs, make test leaves it out.
browsertest: browser
	KNOTES_REQUIRE=chromium $(GO) test -count 1 ./site/browsertest

# What Lighthouse thinks of three pages, speed on its simulated phone included;
# for that the machine must be idle.
lighthouse: browser
	@cd site/browsertest/node/lighthouse && npm ci --no-audit --no-fund
	$(GO) test ./site/browsertest -run 'TestLighthouse$$' -count 1 -v -lighthouse

# The pictures of pages in docs/, anew.
screenshots: browser
	$(GO) test ./site/browsertest -run 'TestScreenshots$$' -count 1 -screenshots "$(CURDIR)/docs"
