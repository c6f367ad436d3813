# Every target is one or two lines.  Settings are in pyproject.toml, versions in the locks.
PYTHON    ?= python3
NOTEBOOKS ?= $(filter-out notebooks/09%,$(wildcard notebooks/*.ipynb))
VENV       = .venv
BIN        = .venv/bin
LAB        = bin/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) $(ARGS) --LabApp.default_url=/lab/tree/notebooks
PYTEST     = bin/pytest -n auto --dist loadscope --nbval --nbval-current-env --nbval-cell-timeout=120
COMPILE    = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header pyproject.toml

.PHONY: lab lab-frameworks test test-frameworks lint refresh refresh-frameworks site bench classroom mutants versions audit lock owner chromium npm

lab: .venv/ready  ## open JupyterLab on the first lesson; ARGS=--no-browser for a server
	.venv/$(LAB)/00_start_here.ipynb

lab-frameworks: .venv-frameworks/ready  ## the same for lesson 09, with PyTorch and Keras
	.venv-frameworks/$(LAB)/09_in_the_frameworks.ipynb

test: $(VENV)/ready .venv-site/ready chromium npm lint  ## everything but lesson 09; ARGS for pytest
	@echo "Lesson 09 needs PyTorch and Keras: it is left out here, and 'make test-frameworks' tests it."
	$(VENV)/$(PYTEST) $(ARGS) lossedu tests notebooks

test-frameworks: .venv-frameworks/ready  ## lesson 09, and the losses beside those of the frameworks
	.venv-frameworks/$(PYTEST) lossedu/frameworks.py tests/test_frameworks.py notebooks/09_in_the_frameworks.ipynb

lint: .venv/ready  ## style of code and notebooks
	$(BIN)/ruff check && $(BIN)/ruff format --check

refresh: .venv/ready  ## run and store notebooks; NOTEBOOKS="notebooks/02*.ipynb" for some
	$(BIN)/python tools/refresh.py $(NOTEBOOKS)

refresh-frameworks: .venv-frameworks/ready  ## run and store lesson 09, and docs/differences.md
	.venv-frameworks/bin/python tools/refresh.py notebooks/09_in_the_frameworks.ipynb
	.venv-frameworks/bin/python tools/differences.py

site: .venv-site/ready npm  ## build the static pages: lessons, slides and JupyterLite, in _site/
	.venv-site/bin/python site/build.py

mutants: .venv-trust/ready chromium npm  ## change the code in thousands of places, and see that a test notices; ARGS=figure.js for a part
	npm ci --prefix tests/stryker --ignore-scripts --no-audit --no-fund --silent
	.venv-trust/bin/python tools/mutants.py $(ARGS)

bench: .venv/ready chromium  ## measure, and print tables of ratios
	for script in benchmarks/*.py; do $(BIN)/python $$script || exit; done

classroom: .venv/ready .venv-hub/ready chromium  ## measure a class on a JupyterHub; ARGS="--learners 3" for a small one
	$(BIN)/python benchmarks/classroom.py $(ARGS)

versions: .venv/ready  ## make test with the lowest and the newest versions, on each Python found; ARGS="3.12 lowest" for one
	$(BIN)/python tools/versions.py $(ARGS)

audit: .venv-trust/ready npm  ## ask which weaknesses are known of every version in every lock
	.venv-trust/bin/python tools/audit.py

lock: .venv/ready  ## choose the newest versions that pyproject.toml admits; ARGS=--upgrade
	$(COMPILE) $(ARGS) --extra bench -o requirements.lock
	$(COMPILE) --extra test --extra frameworks --no-emit-package torch -c requirements.lock -o requirements-frameworks.lock
	$(COMPILE) --extra site -c requirements.lock -o requirements-site.lock
	$(COMPILE) --extra trust -c requirements.lock -o requirements-trust.lock

owner:  ## make owner OWNER=name: say once who owns the repository, in every link
	sed -i.old -E 's#(github\.com|/gh)/[^/]+/lossedu#\1/$(OWNER)/lossedu#g' pyproject.toml README.md docs/*.md notebooks/*.ipynb
	rm -f pyproject.toml.old README.md.old docs/*.md.old notebooks/*.ipynb.old

chromium npm:
	@sh tools/$@.sh

.venv/ready: requirements.lock pyproject.toml
	@sh tools/venv.sh $(PYTHON) .venv requirements.lock && touch $@

.venv-site/ready: requirements-site.lock pyproject.toml  # apart: JupyterLite's kernel disturbs a JupyterLab beside it
	@sh tools/venv.sh $(PYTHON) .venv-site requirements-site.lock && touch $@

.venv-trust/ready: requirements-trust.lock pyproject.toml
	@sh tools/venv.sh $(PYTHON) .venv-trust requirements-trust.lock && touch $@

.venv-hub/ready: requirements.lock pyproject.toml tools/hub.sh
	@sh tools/hub.sh $(PYTHON) .venv-hub && touch $@

.venv-frameworks/ready: requirements-frameworks.lock requirements-torch.lock pyproject.toml
	@sh tools/venv.sh $(PYTHON) .venv-frameworks requirements-frameworks.lock && sh tools/torch.sh .venv-frameworks && touch $@
