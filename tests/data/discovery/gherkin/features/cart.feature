@shop
Feature: Cart

  Background:
    Given a cart

  # Scenario: in a comment
  Scenario: Add
    When I add
      """
      Scenario: in a doc string
      """
    Then it is there

  @slow
  Scenario Outline: Sizes <size>
    When I add <size>
    Examples:
      | size |
      | S    |
      | M    |

    @more
    Examples: more
      | size |
      | L    |

  Scenario: By another word
    Given a cart
