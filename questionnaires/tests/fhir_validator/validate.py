"""Reads one JSON resource a line and says of each whether FHIR R4B (which has R4's Questionnaire, response and
observation) accepts it. Ends with 3 when the validator is not installed."""

import json
import sys

try:
    from fhir.resources.R4B.observation import Observation
    from fhir.resources.R4B.questionnaire import Questionnaire
    from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
except ImportError as error:
    print(error, file=sys.stderr)
    sys.exit(3)

KINDS = {one.__name__: one for one in (Observation, Questionnaire, QuestionnaireResponse)}
accepted = refused = 0
for number, line in enumerate(sys.stdin, start=1):
    resource = json.loads(line)
    kind = KINDS[resource["resourceType"]]
    try:
        kind.parse_obj(resource)
        accepted += 1
    except Exception as error:  # the validator raises more than one kind
        refused += 1
        print(f"line {number}: {resource['resourceType']} {resource.get('id')}: {error}")
print(f"accepted {accepted}, refused {refused}")
sys.exit(1 if refused else 0)
