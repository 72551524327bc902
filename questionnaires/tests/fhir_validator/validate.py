"""Reads one JSON resource a line and says of each whether the validator accepts it. Ends with 3 when there is none."""

import importlib
import json
import sys


def load():
    """The models of FHIR R4 (fhir.resources 6), else those of R4B (fhir.resources 7), else nothing."""
    try:
        package = importlib.import_module("fhir.resources")
        release = getattr(package, "__fhir_version__", "")
        base = "fhir.resources" if release.startswith("4.0") else "fhir.resources.R4B"
        names = (
            "Bundle",
            "CapabilityStatement",
            "Observation",
            "OperationOutcome",
            "Questionnaire",
            "QuestionnaireResponse",
        )
        return base, {name: getattr(importlib.import_module(f"{base}.{name.lower()}"), name) for name in names}
    except ImportError as error:
        print(error, file=sys.stderr)
        sys.exit(3)


base, kinds = load()
accepted = refused = 0
for number, line in enumerate(sys.stdin, start=1):
    resource = json.loads(line)
    try:
        kinds[resource["resourceType"]].parse_obj(resource)
        accepted += 1
    except Exception as error:  # the versions raise different kinds
        refused += 1
        print(f"line {number}: {resource['resourceType']} {resource.get('id')}: {error}")
print(f"{base}: accepted {accepted}, refused {refused}")
sys.exit(1 if refused else 0)
