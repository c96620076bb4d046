-- What a user does in Neovim with one project; writes what was seen to a file, as JSON.
-- HEADWATER_STEPS: { root, file, out, at = { { name, line, text } … } } as JSON, lines from 1.
local steps = vim.fn.json_decode(vim.env.HEADWATER_STEPS)
local seen = {}

local function wait(what, condition)
  if not vim.wait(45000, condition, 10) then
    error('waited in vain for ' .. what)
  end
end

local function finish(ok, failure)
  if not ok then
    seen.failure = tostring(failure)
  end
  vim.fn.writefile({ vim.fn.json_encode(seen) }, steps.out)
  vim.cmd('qall!')
end

--- The cursor on the first letter of `name` in the line that holds `text`.
local function cursor_on(name, text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local from = line:find(text, 1, true)
    if from then
      local column = line:find(name, from, true)
      vim.api.nvim_win_set_cursor(0, { number, column - 1 })
      return
    end
  end
  error('no line with ' .. text)
end

local function here()
  return { file = vim.fn.expand('%:t'), line = vim.fn.line('.'), column = vim.fn.col('.'), text = vim.fn.getline('.') }
end

local function diagnostics()
  return vim.tbl_map(function(each)
    return { line = each.lnum + 1, code = each.code or each.user_data.lsp.code, message = each.message, source = each.source }
  end, vim.diagnostic.get(0))
end

local function run()
  vim.cmd('edit ' .. vim.fn.fnameescape(steps.root .. '/' .. steps.file))
  local buffer = vim.api.nvim_get_current_buf()
  local client
  wait('the server', function()
    for _, each in pairs(vim.lsp.buf_get_clients(buffer)) do
      client = each
    end
    return client ~= nil and client.initialized
  end)
  seen.name = client.name

  -- Hover, as the protocol answers it.
  cursor_on(steps.hover.name, steps.hover.text)
  local function ask(method, params)
    local answers, failure = vim.lsp.buf_request_sync(buffer, method, params, 45000)
    assert(answers, failure)
    local _, answer = next(answers)
    assert(not answer.err, vim.inspect(answer.err))
    return answer.result
  end
  seen.hover = ask('textDocument/hover', vim.lsp.util.make_position_params()).contents.value

  -- Definition: the cursor goes to another file.
  cursor_on(steps.definition.name, steps.definition.text)
  vim.lsp.buf.definition()
  wait('the definition', function()
    return vim.api.nvim_get_current_buf() ~= buffer
  end)
  seen.definition = here()
  vim.cmd('buffer ' .. buffer)

  -- References: a list of places.
  cursor_on(steps.references.name, steps.references.text)
  vim.lsp.buf.references()
  wait('the references', function()
    return #vim.fn.getqflist() > 0
  end)
  seen.references = vim.tbl_map(function(each)
    return { file = vim.fn.fnamemodify(vim.fn.bufname(each.bufnr), ':t'), line = each.lnum, column = each.col, text = each.text }
  end, vim.fn.getqflist())
  vim.cmd('cclose')
  vim.cmd('buffer ' .. buffer)

  -- Diagnostics come with a mistake, stay where they belong, and go with it.
  local before = #vim.diagnostic.get(buffer)
  seen.clean = diagnostics()
  local lines = vim.api.nvim_buf_line_count(buffer)
  vim.api.nvim_buf_set_lines(buffer, lines, lines, false, steps.mistake)
  wait('a diagnostic', function()
    return #vim.diagnostic.get(buffer) > before
  end)
  seen.diagnostics = diagnostics()
  vim.api.nvim_buf_set_lines(buffer, lines, -1, false, {})
  wait('no diagnostic', function()
    return #vim.diagnostic.get(buffer) == before
  end)

  -- Rename: the edit reaches every file, open or not.
  cursor_on(steps.rename.name, steps.rename.text)
  vim.lsp.buf.rename(steps.rename.to)
  wait('the rename', function()
    return vim.fn.getline('.'):find(steps.rename.to, 1, true) ~= nil
  end)
  seen.renamed = {}
  for _, each in ipairs(vim.api.nvim_list_bufs()) do
    local file = vim.api.nvim_buf_get_name(each)
    if file:sub(1, #steps.root) == steps.root and vim.api.nvim_buf_is_loaded(each) then
      seen.renamed[file:sub(#steps.root + 2)] = table.concat(vim.api.nvim_buf_get_lines(each, 0, -1, false), '\n')
    end
  end
  -- The server follows what the edit made.
  wait('the server to follow', function()
    cursor_on(steps.rename.to, steps.rename.after)
    local answer = ask('textDocument/hover', vim.lsp.util.make_position_params())
    return answer ~= nil and answer.contents.value:find(steps.rename.to, 1, true) ~= nil
  end)

  client.stop()
  wait('the server to end', function()
    return client.is_stopped()
  end)
  seen.stopped = true
end

finish(xpcall(run, debug.traceback))
