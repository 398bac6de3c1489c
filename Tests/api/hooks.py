"""What schemathesis has to know of Outpost beyond its OpenAPI document."""

import os
import re
import urllib.parse

import schemathesis

# What a request can be refused for although it is as the document says, because no schema can say it. A failure of
# positive_data_acceptance is dropped where every error of the answer is one of these: the field, and the message.
BEYOND_SCHEMAS = [
    (r"agent", r"Invalid enum value\. Expected .*'waiter'"),  # the agents are those of the installation
    (r"modelId(\..*)?|", r"Invalid model for agent|Is not among the agents"),  # the models are those of the agent
    (r"cursor|logOffset|lastEventId|Last-Event-ID", r"Invalid (cursor|log offset|event id)"),  # only issued tokens
    (r"allow|allowPrivate|deny|forget", r"'.*' is (neither host:port|no single host)"),  # the rules for hosts and ports
    (r"enable|disable", r"'.*' is no preset; there are"),  # the presets are those of the installation
    (r"expires_at|expiresAt", r"(?i:must be in the future)"),  # depends on the clock
    (r"branch|baseBranch", r"Invalid branch name"),  # git's rules for names
    (r"repoUrl", r"Expected an http or https URL|No repository is reached over ssh"),  # the rules for URLs
    (r"url", r".* has an address in a "),  # what a name resolves to
    (r"sshKey", r"is not a private key|is damaged"),  # only keys that ssh-keygen made
    (r"knownHosts", r"has no key of "),  # the path names the host
    (r"additionalSecrets\..*", r"Reserved or malformed name of a secret"),  # reserved names
    (r"credentials", r"the agent [\w-]+ takes no direct credentials"),  # what an agent takes
    (r"idempotencyKey", r"Differs from the header Idempotency-Key"),  # two places for one value
    (r"", r"resourceConstraints: this host never has so much"),  # the host's size
    (r"", r"The agent [\w-]+ needs (the secret \w+, which is|secrets that are) not set"),  # secrets are those that are stored
    (r"", r"Additional secrets validation failed: (\w+: the name is protected(; )?)+"),  # reserved names
]

# What schemathesis.sh opens to webhooks; the dictionary of hosts has it, too.
OPENED_WEBHOOK = "https://127.0.0.1:9/outpost"


@schemathesis.hook
def filter_failure(context, failure, case, response):
    kind = type(failure).__name__
    # DELETE /dispatch/{dispatchId} cancels: the dispatch and its results stay, as in Outpost v2.
    if kind == "UseAfterFree" and failure.operation == "DELETE /dispatch/{dispatchId}":
        return False
    # Which hosts the operator opened to webhooks, no schema can say.
    if kind == "AcceptedNegativeData" and isinstance(case.body, dict) and case.body.get("url") == OPENED_WEBHOOK:
        return False
    # Artifacts that were removed: which those are, no schema can say.
    if kind == "RejectedPositiveData" and response.status_code == 410:
        return False
    if kind != "RejectedPositiveData" or response.status_code != 400:
        return True
    error = response.json()["error"]
    found = (error.get("details") or {}).get("errors") or [{"path": "", "message": error["message"]}]
    return not all(any(re.fullmatch(path, one["path"]) and re.match(message, one["message"])
                       for path, message in BEYOND_SCHEMAS) for one in found)


@schemathesis.hook
def filter_case(context, case):
    """Keeps the run from sawing off its own branch, its key and its tenants, and from waiting for name servers."""
    parameters = case.path_parameters or {}
    if isinstance(case.body, dict) and names_host(case.body.get("url")):
        return False
    if case.method == "DELETE" and "idOrPrefix" in parameters:
        own = os.environ["OUTPOST_OWN_KEYS"].split()
        return not any(key.startswith(str(parameters["idOrPrefix"])) for key in own)
    if case.method == "PATCH" and "idOrName" in parameters:
        return str(parameters["idOrName"]) not in os.environ["OUTPOST_OWN_TENANTS"].split()
    return True


def names_host(url):
    """Whether a URL has a host that is looked up: a name server that does not answer takes seconds each time."""
    try:
        host = urllib.parse.urlsplit(url).hostname if isinstance(url, str) else None
    except ValueError:
        return False
    return bool(host) and not re.fullmatch(r"[0-9.]+|.*:.*", host)
