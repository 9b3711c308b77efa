load helper

@test "in a folder" {
	true
}

bats_like_function() { #@test
	true
}

function other_function { # @test
	true
}
