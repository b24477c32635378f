# What `provenance audit -m models.yaml -f decisions` writes, judged by Open Policy Agent:
#
#   provenance audit -m models.yaml -o decisions=decisions.json --exit-zero -q
#   opa eval --fail-defined --input decisions.json --data models.rego "data.models.deny[_]"
package models

import rego.v1

# A model that could not be read in full is never let through.
deny contains reason if {
	some model in input.decisions
	not model.complete
	reason := sprintf("%s: %d places could not be read", [model.name, model.gaps])
}

# Something has to be settled before this use.
deny contains reason if {
	some model in input.decisions
	not model.permitted
	reason := sprintf("%s: %s; rules %v", [model.name, model.state, model.rules])
}

# Code that runs when the weights are loaded, whatever else is clear.
deny contains reason if {
	some model in input.decisions
	"WGT001" in model.rules
	reason := sprintf("%s: loading its weights can execute code", [model.name])
}
