# mailslot: `make demo` shows it, `make test` proves it. Go, gcc and make are
# all that is needed; only `make deps` installs anything, with which `make test`
# and `make test-long` begin when root runs them.

GO     ?= go
PREFIX ?= /usr/local
LANES  ?=

# Where the shells look for completions.
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR  ?= $(PREFIX)/share/zsh/site-functions
FISHDIR ?= $(PREFIX)/share/fish/vendor_completions.d

.DEFAULT_GOAL := build
.PHONY: build lib install-lib packages demo test test-long deps bench soak install clean help

build: ## the mailslot program, as build/mailslot
	@mkdir -p build
	$(GO) build -o build/ ./cmd/...

demo: build ## a server and three clients, in ten seconds
	@sh test/demo/demo.sh

test: deps-if-root ## everything, a share of each long lane, under 20 minutes (LANES="order kill" for some; by root after deps)
	@$(GO) run ./test/lanes $(LANES)

test-long: deps-if-root ## everything with full counts
	@$(GO) run ./test/lanes -long $(LANES)

deps: ## what the optional lanes need: installs Debian packages (root), says which
	@sh test/deps/deps.sh
	@sh test/deps/wine.sh

bench: lib ## mailslot next to its peers, into docs/performance.md
	$(GO) run ./bench -report

soak: ## 30 minutes of mixed load: no growth of memory, descriptors, goroutines
	MAILSLOT_LONG=1 $(GO) run ./test/lanes soak

lib: ## libmailslot.so.1 in build/capi, for C and C++ programs
	$(MAKE) -C capi GO=$(GO)

install-lib: ## the C library, headers, wrappers and pages under PREFIX
	$(MAKE) -C capi install GO=$(GO) PREFIX=$(PREFIX) DESTDIR=$(DESTDIR) $(if $(LIBDIR),LIBDIR=$(LIBDIR))

# A user who installs for himself does without: only the network needs it.
CONFIG = if test -w $(DESTDIR)/etc; then install -m 0644 dist/mailslot.toml $(DESTDIR)/etc/mailslot.toml; \
	else echo "not installed: /etc/mailslot.toml, which only root may make and only the network needs"; fi

install: build ## the program under PREFIX, with manual pages, completions, units and /etc/mailslot.toml
	install -D -m 0755 build/mailslot $(DESTDIR)$(PREFIX)/bin/mailslot
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	umask 022; build/mailslot man $(DESTDIR)$(PREFIX)/share/man/man1
	build/mailslot completion bash | install -D -m 0644 /dev/stdin $(DESTDIR)$(BASHDIR)/mailslot
	build/mailslot completion zsh | install -D -m 0644 /dev/stdin $(DESTDIR)$(ZSHDIR)/_mailslot
	build/mailslot completion fish | install -D -m 0644 /dev/stdin $(DESTDIR)$(FISHDIR)/mailslot.fish
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system $(DESTDIR)/etc
	umask 022; for u in dist/systemd/*; do sed 's|/usr/local/bin|$(PREFIX)/bin|' "$$u" > $(DESTDIR)$(PREFIX)/lib/systemd/system/"$${u##*/}"; done
	install -D -m 0644 dist/tmpfiles.d/mailslot.conf $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/mailslot.conf
	install -D -m 0644 dist/sysusers.d/mailslot.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/mailslot.conf
	test -e $(DESTDIR)/etc/mailslot.toml || $(CONFIG)

packages: ## the Debian packages, into build/
	sh dist/deb/build.sh build

clean: ## remove build/
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1@\2/p' Makefile | while IFS=@ read -r t d; do printf '  make %-11s %s\n' "$$t" "$$d"; done

# Only root can install; everybody else is told which lanes did not run.
.PHONY: deps-if-root
deps-if-root:
	@if [ "$$(id -u)" = 0 ]; then sh test/deps/deps.sh; sh test/deps/wine.sh; fi
