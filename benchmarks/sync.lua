-- Asks for a working day, compressed. Arguments: path with its query, token, the status that is
-- right, the entity tag that the phone holds or "-".
function init(args)
  path, right = args[1], tonumber(args[3])
  headers = { ["Authorization"] = "Bearer " .. args[2], ["Accept-Encoding"] = "gzip" }
  if args[4] ~= "-" then headers["If-None-Match"] = args[4] end
  asked = wrk.format("GET", path, headers)
end

local threads = {}
function setup(thread)
  threads[#threads + 1] = thread
end

function request()
  return asked
end

wrong = 0
function response(status)
  if status ~= right then wrong = wrong + 1 end
end

function done(summary, latency, requests)
  local errors, wrong = summary.errors, 0
  for _, thread in ipairs(threads) do wrong = wrong + thread:get("wrong") end
  io.write(string.format(
    'told {"requests": %d, "microseconds": %d, "refused": %d, "broken": %d, '
    .. '"p50": %d, "p95": %d, "p99": %d}\n',
    summary.requests, summary.duration, wrong,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
