#!/usr/bin/env python3
"""A second verifier of a bundle, which shares nothing with Charrette's own: python3 docs/verify.py <folder>

Checks the hashes of files and manifest, the chain of events, the seals, and that all sign one decision.
It knows no rules of a design, and makes no text again, so it checks what any version wrote."""
import hashlib, json, os, re, stat, sys

if len(sys.argv) != 2: sys.exit(__doc__)
folder, problems, MAX = sys.argv[1], [], 64 * 1024 * 1024
sha = lambda data: hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()
names = re.compile(r"(decision|brief|adr|record|transcript)\.md|(events|turns)\.jsonl|(manifest|claims)\.json|run\.svg|proposals/[a-z][a-z0-9-]{1,30}\.md")

def once(pairs):
    if len({key for key, _ in pairs}) != len(pairs): raise ValueError("a key is there twice")
    return dict(pairs)

def parse(text):
    if len(text) > MAX: raise ValueError("too long")
    return json.loads(text, object_pairs_hook=once)

def lines(data):
    *all, last = data.decode().split("\n")
    if last or len(set(all)) != len(all): raise ValueError("lines are cut short, or there twice")
    return all

def sealed_manifest(text):
    manifest = parse(text)
    if sha(re.sub(r'("manifestSha256": ")[0-9a-f]{64}"', r"\g<1>" + "0" * 64 + '"', text)) != manifest["manifestSha256"]: problems.append("the manifest was changed")
    return manifest

def chain(files):
    head = "0" * 64
    events = []
    for seq, line in enumerate(lines(files["events.jsonl"]), 1):
        row = parse(line)
        # What is hashed is the line without `hash`, with the characters that the file escapes as they are.
        plain = re.sub(r"(?<!\\)((?:\\\\)*)\\u(007f|00[89][0-9a-f]|061c|200[ef]|202[a-e]|206[6-9]|feff)", lambda m: m[1] + chr(int(m[2], 16)), line)
        head = sha(head + "\n" + re.sub(r',"hash":"[0-9a-f]{64}","seq":(\d+)\}$', r',"seq":\1}', plain))
        if row["hash"] != head or row["seq"] != seq: problems.append(f"the chain breaks at event {seq}"); break
        if events and row["event"].get("at", 0) < events[-1].get("at", 0): problems.append(f"time falls at event {seq}")
        events.append(row["event"])
    return head, events

def check():
    files, strangers = {}, []
    for path, folders, found in os.walk(folder):
        for name in folders + found:
            mode, short = os.lstat(os.path.join(path, name)).st_mode, os.path.relpath(os.path.join(path, name), folder)
            if short.startswith("failures/") and not stat.S_ISLNK(mode): continue
            if stat.S_ISDIR(mode) and short in ("proposals", "failures"): continue
            if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode): problems.append(f"{short!r} does not belong to a bundle")
            elif stat.S_ISDIR(mode) or not names.fullmatch(short): strangers.append(f"{short!r} does not belong to a bundle")
            else: files[short] = open(os.path.join(path, name), "rb").read(MAX)
    if not files and not strangers: problems.append("there is no bundle in it"); return
    manifest = sealed_manifest(files["manifest.json"].decode())
    head, events = chain(files)
    wrote = {"charretteVersion": manifest["charretteVersion"], "formatVersion": 1} | events[-1]
    if any(manifest[each] != wrote[each] for each in ("charretteVersion", "formatVersion")): problems.append("the manifest names another version or format than the events")
    is_known = wrote["formatVersion"] == 1
    problems.extend(strangers if is_known else [f"not verified: format {wrote['formatVersion']}, written by {wrote['charretteVersion']}"])
    if manifest["events"] != {"count": len(events), "head": head}: problems.append("the manifest names another end of the chain")
    if any(e["type"] == "design_started" and any(e[each] != manifest[each] for each in ("designId", "topic", "rehearsal")) for e in events): problems.append("the manifest names another design")
    if events[-1]["type"] != "files_written": problems.append("the last event is not the one that names the files")
    for listed, beside in ((manifest["files"], {"manifest.json"}), (events[-1]["files"], {"manifest.json", "events.jsonl"})):
        listed = [each for each in listed if is_known or names.fullmatch(each["name"])]
        if {each["name"] for each in listed} | beside != set(files): problems.append("other files are named than are there")
        for each in listed:
            data = files.get(each["name"], b"")
            if len(data) != each["bytes"] or sha(data) != each["sha256"]: problems.append(f"{each['name']} is not the one that is named")
    for event in events:
        if event["type"] == "proposal_sealed" and sha(files.get(f"proposals/{event['participant']}.md", b"")) != event["sha256"]: problems.append(f"the proposal of {event['participant']} is not what was sealed")
    ended = {e["turnId"]: e["outcome"] for e in events if e["type"] == "turn_finished"}
    turns = [parse(line) for line in lines(files.get("turns.jsonl", b""))]
    if any(ended.pop(each["turnId"], None) != each["outcome"] for each in turns): problems.append("turns ended otherwise, or not at all")
    sealed = {(e["participant"], e["sha256"]) for e in events if e["type"] == "proposal_sealed"}
    sealed |= {(each["participant"], each["sha256"]) for each in (events[0].get("carried") or {"proposals": []})["proposals"]}
    if {(each["persona"], each["sha256"]) for each in manifest["seals"]} != sealed: problems.append("the manifest names other seals than the events")
    if ["unfinished", *(e["status"] for e in events if e["type"] in ("outcome_settled", "design_ended"))][-1] != manifest["status"]: problems.append("the events come to another status")
    decided, signed = None, []
    for e in (events[0].get("carried") or {"made": []})["made"] + events:
        if e["type"] in ("composite_submitted", "revision_submitted"): decided, signed = e["sha256"], []
        if e["type"] == "signature_given": signed.append((e["participant"], e["verdict"], e["sha256"]))
    if "decision.md" in files and sha(files["decision.md"]) != decided: problems.append("decision.md is not what was decided")
    if [(each["persona"], each["verdict"], each["sha256"]) for each in manifest["signatures"]] != signed: problems.append("the manifest names other signatures than the events")
    if any(text != decided for _, _, text in signed): problems.append("another text was signed")

try: check()
except (OSError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as error: problems.append(f"it cannot be read: {type(error).__name__}: {error}"[:200])
print("\n".join(dict.fromkeys(problems)) or "Whole in itself; nothing outside it was compared.")
sys.exit(1 if problems else 0)
