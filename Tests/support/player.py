"""An agent without a model that plays the part its task names."""
import os
import re
import shutil
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))


def install(agents):
    """Puts it into a folder of agents, under a name that no other run of a test has; returns the name."""
    name = f"player-{uuid.uuid4().hex[:8]}"
    shutil.copytree(f"{HERE}/player", f"{agents}/{name}")
    manifest = f"{agents}/{name}/agent.yaml"
    with open(manifest, encoding="utf-8") as file:
        text = re.sub(r"\bplayer\b", name, file.read())
    with open(manifest, "w", encoding="utf-8") as file:
        file.write(text)
    # Its image is not there yet, whatever was built before.
    with open(f"{agents}/{name}/Dockerfile", "a", encoding="utf-8") as file:
        file.write(f"LABEL outpost.test={name}\n")
    return name
