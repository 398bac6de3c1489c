# Reads `grok --output-format streaming-json`, or the output of the program that stands in for it.
include "outcome-grok";

read_grok([inputs])
