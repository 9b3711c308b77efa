RSpec.configure do |config|
  config.expose_dsl_globally = true
end
