@shop
Feature: Checkout

  Background:
    Given a cart

  # Requirement: SHOP-1
  @SHOP-2 @smoke
  Scenario: Guest buys
    When the guest pays
    Then the order is "placed"
    """
    Scenario: in a doc string
    """

  Rule: Signed in
    Scenario Outline: Pays <amount>
      When the customer pays <amount>
      Then it is <result>

      Examples:
        | amount | result |
        | 1      | ok     |
        | 2      | ok     |

      Examples: more
        | amount | result |
        | 3      | no     |
