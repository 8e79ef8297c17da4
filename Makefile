# Two commands are all one needs: make run, make test.
SHELL := /bin/bash
BIN := bin/tracuu
ADDR ?= :8080
FUZZTIME ?= 20s

.PHONY: run build test unit e2e lint fmt bench bench-browser fuzz golden ablation tune tools clean

run: build ## serve the sample on :8080
	$(BIN) serve --addr $(ADDR)

build: $(BIN)

$(BIN): $(shell find cmd data search qr web -name '*.go' -o -name '*.sql' -o -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.svg' -o -name '*.jsonl' -o -name '*.tsv' 2>/dev/null | grep -v node_modules) go.mod go.sum
	go build -o $@ ./cmd/tracuu

test: tools lint $(BIN) web/e2e/node_modules ## install what the tests need and run them all
	$(MAKE) -j2 --output-sync=target e2e unit

unit:
	go test -timeout 20m ./... # the machine is shared with the browser tests

e2e: $(BIN) web/e2e/node_modules
	cd web/e2e && TRACUU_BIN=$(CURDIR)/$(BIN) node --test --test-concurrency=2

web/e2e/node_modules: web/e2e/package.json web/e2e/package-lock.json
	cd web/e2e && npm ci --no-audit --no-fund
	touch $@

# Debian packages the tests use, by the program that shows each is there. Pages
# are looked at in Noto Sans: its letters are as wide as those of phones, which
# DejaVu's are not.
PACKAGES := chromium:chromium pdftoppm:poppler-utils zbarimg:zbar-tools
APT := $(if $(filter 0,$(shell id -u)),apt-get,sudo apt-get)

tools:
	@missing=""; for p in $(PACKAGES); do command -v $${p%%:*} >/dev/null || missing="$$missing $${p##*:}"; done; \
	fc-match system-ui 2>/dev/null | grep -q 'Noto Sans' || missing="$$missing fontconfig fonts-noto-core fonts-dejavu-core"; \
	if [ -n "$$missing" ]; then $(APT) update -qq && DEBIAN_FRONTEND=noninteractive $(APT) install -y -qq --no-install-recommends $$missing >/dev/null; fi

lint:
	go vet ./...
	go tool staticcheck ./...
	@unformatted=$$(go tool gofumpt -l cmd data search qr web); if [ -n "$$unformatted" ]; then echo "not formatted (make fmt): $$unformatted"; exit 1; fi

fmt:
	go tool gofumpt -w cmd data search qr web

bench: ## speed and memory; the catalogue's need ../shared; TRACUU_BENCH_DIR keeps what takes minutes to build
	go test -run '^$$' -benchtime 3x ./cmd/tracuu -bench 'Import|Start'
	go test -run '^$$' -bench SearchPage -benchtime 2000x ./cmd/tracuu
	go test -run '^$$' -bench 'AgainstPeer|Suggest' -benchtime 1x -timeout 1h ./search
	go test -run '^$$' -bench . -skip 'AgainstPeer|Suggest' ./data/... ./search/... ./qr/... ./web/...
	$(MAKE) bench-browser

bench-browser: $(BIN) web/e2e/node_modules ## how long readers wait on an old phone with a weak signal
	cd web/e2e && TRACUU_BIN=$(CURDIR)/$(BIN) node bench/slow3g.mjs

# The measures of the search that are committed, to be renewed with it. They need
# nothing but the tree.
golden:
	go test ./search -run TestGolden -v -args -update

ablation: ## the table of parts in the documentation of search/eval
	go test ./search -run TestAblation -v -args -update

# Weights for search/weights.go by the project's own queries: over the facts of
# the catalogue, or over a data folder that has its texts, too:
# make tune DIR=tracuu-data
tune:
ifdef DIR
	go run ./cmd/tracuu eval --dir $(DIR) --queries search/eval/testdata/queries.jsonl --tune
else
	go test ./search -run TestTune -v -args -tune
endif

# Every fuzz test of the tree, each for FUZZTIME.
fuzz:
	@set -e; for p in $$(go list ./...); do \
	  for f in $$(go test -list '^Fuzz' $$p | grep '^Fuzz' || true); do \
	    echo "== $$p $$f"; go test -run '^$$' -fuzz "^$$f\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x $$p; \
	  done; done

clean:
	rm -rf bin web/e2e/node_modules web/e2e/shots
