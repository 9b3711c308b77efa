#!/bin/sh
# rsg-impact.t - a diff, or what git says, becomes the change of a run document.
. "${0%/*}/lib.sh"

it 'a diff starts a document' <<'EOT'
cat >diff <<'EOD'
diff --git a/src/cart.py b/src/cart.py
index 1111111..2222222 100644
--- a/src/cart.py
+++ b/src/cart.py
@@ -1,3 +1,3 @@ def total(items):
 def add(item):
-    return "old text"
+    return 'new text', item
 x = 1
EOD
status 0 rsg-impact --no-store <diff
empty err
holds '.change.files | length == 1' out
holds '.change.files[0] | .path == "src/cart.py" and .status == "modified"' out
holds '.change.files[0].identifiers.added == {return: 1, "new": 1, text: 1, item: 1}' out
holds '.change.files[0].strings == ["old text", "new text"]' out
holds '.phases.impact.output | .files == 1 and .added == 1 and .removed == 1' out
EOT

finish
