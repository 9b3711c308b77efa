@account
Feature: Customer account

  Scenario: Registration with confirmation
    When I register with "ana@example.org" and a password of 12 characters
    Then I get a mail with a confirmation link
    And the account is active after I follow the link

  @SHOP-9
  Scenario: Forgotten password
    Given I have an account
    When I ask for a new password
    Then I get a mail with a link that works once and for 1 hour

  @SHOP-8 @security
  Scenario Outline: Account is locked after wrong passwords
    Given I have an account
    When I enter a wrong password <times> times
    Then my account is <state>

    Examples:
      | times | state  |
      | 4     | open   |
      | 5     | locked |

  Scenario: Order history
    Given I have placed 3 orders
    When I open my order history
    Then I see 3 orders, the newest first

  @wip
  Scenario: Address book with several delivery addresses
    Given I have an account
    When I save a second delivery address
    Then I can choose between 2 addresses at checkout
