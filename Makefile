# Each target is one command that you could type yourself. `make` alone lists them.
MVN = mvn -B -ntp -q

.DEFAULT_GOAL := help
.PHONY: help build generate verify format test test-dist test-upgrade test-kubeadm unit demo dist site bench conformance crash-points soak up down image clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## Compile everything, make the images and the agent; no tests
	$(MVN) package -DskipTests

unit: ## The tests that need no cluster
	$(MVN) -T 2 test

test: ## Everything: unit, API and chart tests, the cluster's own tests, end to end on a real cluster, and a sample of the crash points
	src/build/test

test-kubeadm: ## The end-to-end tests on a node that kubeadm sets up with its defaults (root)
	DEVSESSION_NODE=kubeadm $(MVN) verify -pl src/testing/e2e -am -DskipUnitTests -Dit.test='dev/devsession/e2e/**/*IT' -Dfailsafe.failIfNoSpecifiedTests=false

demo: ## Bring up a cluster with the sample shop, swap a service to this machine, and put it back
	src/testing/shop/demo

up: ## Bring up a cluster, or find one (CLUSTER=context of a kubeconfig), and print how to use it
	src/testing/cluster/up $(if $(CLUSTER),--context $(CLUSTER))

down: ## End the cluster that `make up` brought up
	src/testing/cluster/down

image: build $(if $(CLUSTER),up) ## Make the images and load them into the cluster in use (or CLUSTER=context)
	src/testing/cluster/load operator/target/image.tar src/proxy/target/image.tar src/testing/shop/target/image.tar

dist: ## Write dist/, what a release consists of (DOWNLOAD=the address below which it will be published)
	src/build/dist/run $(DOWNLOAD)

site: ## Build the documentation site into target/site
	src/build/site/run

test-dist: ## Test dist/ as it is shipped, on a cluster too (root, Debian)
	src/build/dist/test
	src/build/dist/test-cluster

test-upgrade: ## Upgrade from the last release and roll back, while its agent's sessions and this one's run (builds the release once)
	src/build/dist/test-upgrade

bench: ## Measure: swaps, names, 1,000 sessions at once, and each way for bytes beside its peers (BENCH=words for src/testing/bench/run)
	src/testing/bench/run $(BENCH)

conformance: ## HTTP, gRPC and WebSocket suites through the proxy, here and on a cluster: results must be those of the bare server
	src/testing/conformance/run page=docs/conformance.md
	$(MVN) verify -pl src/testing/e2e -am -DskipUnitTests -Dit.test=ClusterConformanceIT -Dfailsafe.failIfNoSpecifiedTests=false -Ddevsession.soak=true

crash-points: ## Kill the operator at each of its writes, and print what became of it
	src/testing/crash-points/run

soak: ## The long forms of the tests that watch or repeat for minutes
	$(MVN) verify -pl src/testing/e2e -am -DskipUnitTests -Dit.test=QuietIT,NoGapIT,GatewayLoadIT -Dfailsafe.failIfNoSpecifiedTests=false -Ddevsession.soak=true

generate: ## Write the CRDs, the API reference, the diagram of the states and the table of the chart's values again from their sources
	$(MVN) test -pl crds,operator,helm -am -Dtest="CrdYamlTest,ApiReferenceTest,StateDiagramTest,ValuesTableTest" -Dsurefire.failIfNoSpecifiedTests=false -DargLine=-Ddevsession.generate=true

verify: ## Check that what is generated and formatted is up to date
	$(MVN) test -pl crds,operator,helm -am -Dtest="CrdYamlTest,ApiReferenceTest,StateDiagramTest,ValuesTableTest" -Dsurefire.failIfNoSpecifiedTests=false

format: ## Format the sources (the build only checks)
	$(MVN) formatter:format

clean: ## Remove what the build made
	$(MVN) clean
