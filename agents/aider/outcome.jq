# Reads the text that aider prints.
include "outcome-aider";

read_aider(inputs)
