#!/usr/bin/env bats
load test_helper

# @test "in a comment" {
@test "adds an item" {
  run cart add mug
  [ "$status" -eq 0 ]
  echo "}" '{'
}

@test 'reads a here-document' {
  cat <<EOT >f
@test "in a here-document" {
EOT
  run cart read f
}
