helper() {
	true
}
