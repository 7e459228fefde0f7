# Needs make and Python 3.12 or newer; .venv is made and kept up to date by itself.

RUNTIME = @.ci/python .ci/environment.py requirements.txt
TOOLS = @.ci/python .ci/environment.py requirements.txt requirements-dev.txt
RUN = .venv/bin/python

.PHONY: serve dev test ci proof bench peers screenshots format catalogues runtime tools

serve: runtime  ## start the newsroom; Ctrl-C stops all of it
	@exec $(RUN) manage.py serve --end-with-parent

dev: runtime  ## the same with debug pages, taking up changed code
	@DEBUG=yes exec $(RUN) manage.py serve --end-with-parent --reload

test: tools  ## the whole suite but the long proofs
	@exec $(RUN) -m pytest -n 2 --dist loadgroup $(ARGS)

proof: tools peers  ## the long proofs, before a release
	@exec $(RUN) -m pytest -m proof $(ARGS)

peers:  ## other people's software that the tests talk to, as tests/trackbacks/peers pins it
	@command -v npm >/dev/null || { echo "no npm: the tests with Node's software are skipped" >&2; exit 0; }; \
	npm ci --ignore-scripts --no-audit --no-fund --silent --prefix tests/trackbacks/peers

bench: runtime  ## how many links from other sites it takes, and what readers feel of it
	@exec $(RUN) -m bench.linkbacks $(ARGS)

screenshots: tools  ## take the pictures of docs/ anew (needs Chromium)
	@exec $(RUN) -m docs.screenshots

format: tools  ## write code and templates in the project's form
	@.ci/checks format

catalogues: tools  ## gather the sentences to translate, compile what is translated
	@$(RUN) .ci/catalogues.py

ci: tools  ## what .ci/run runs
	@.ci/checks ci

runtime:
	$(RUNTIME)

tools:
	$(TOOLS)
