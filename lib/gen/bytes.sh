# bytes.sh - a file as the elements of a C array, ended by a zero byte.  Sourced by the generators.
bytes() {
	od -An -v -tx1 "$1" | sed 's/ \([0-9a-f][0-9a-f]\)/0x\1,/g'
	echo '0x00'
}
