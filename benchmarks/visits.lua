-- Sends visits, each under a UUID of its own, and with a photo's file also the photo of each visit
-- that was answered 201. Arguments: path of submissions, token, file of bodies, file of the photo
-- or "-", a number that tells this turn's UUIDs from all others'.
local threads = 0
function setup(thread)
  thread:set("own", threads)
  threads = threads + 1
end

function init(args)
  path, token, turn = args[1], args[2], tonumber(args[5])
  bodies, at, photo, waiting = {}, 0, nil, {}
  for line in io.lines(args[3]) do bodies[#bodies + 1] = line end
  if args[4] ~= "-" then
    local file = io.open(args[4], "rb")
    photo = file:read("*a")
    file:close()
  end
end

function request()
  if #waiting > 0 then
    local where = table.remove(waiting)
    return wrk.format("PUT", path .. "/" .. where .. "/files/front.jpg", {
      ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "image/jpeg" }, photo)
  end
  at = at + 1
  local uuid = string.format("%08x-%04x-4000-8000-%012x", turn, own, at)
  return wrk.format("PUT", path .. "/" .. uuid, {
    ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" },
    bodies[at % #bodies + 1])
end

function response(status, headers, body)
  if photo and status == 201 then
    local where = body:match('"contact":"visit/([^"]*)"')
    if where then waiting[#waiting + 1] = where end
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    'told {"requests": %d, "microseconds": %d, "refused": %d, "broken": %d, '
    .. '"p50": %d, "p95": %d, "p99": %d}\n',
    summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
