# One run of one program: a function without arguments that gives list(seconds = c(wall, cpu), criterion, model).

quiet <- function(work) suppressWarnings(suppressMessages(work))

timed <- function(work, criterion = function(model) -2 * as.numeric(logLik(model))) function() {
  gc()
  took <- system.time(model <- quiet(work()))
  list(seconds = c(took[["elapsed"]], took[["user.self"]] + took[["sys.self"]]), criterion = criterion(model), model = model)
}
no_criterion <- function(model) NA

lmer_default <- function(formula, rows, REML = TRUE) timed(function() lmer(as.formula(formula), rows, REML = REML))

# No derivatives at the end, and the looser stop that lme4's own vignette on speed advises.
lmer_fast <- function(formula, rows, REML = TRUE) {
  control <- lmerControl(calc.derivs = FALSE, optCtrl = list(xtol_abs = 1e-6, ftol_abs = 1e-6))
  timed(function() lmer(as.formula(formula), rows, REML = REML, control = control))
}

lme_run <- function(fixed, random, rows) {
  timed(function() do.call(lme, list(fixed, rows, random, control = lmeControl(returnObject = TRUE))))
}

glmer_run <- function(formula, rows) timed(function() glmer(as.formula(formula), rows, family = binomial))

satterthwaite_run <- function(model) {
  timed(function() coef(summary(lmerTest::as_lmerModLmerTest(model))), no_criterion)
}

# As lmerTest's summary does it: the adjusted covariance once, then the degrees of freedom of each coefficient.
kenward_roger_run <- function(model) timed(function() {
  adjusted <- pbkrtest::vcovAdj(model)
  unadjusted <- vcov(model)
  sapply(seq_along(fixef(model)), function(i) {
    pbkrtest::Lb_ddf(as.numeric(seq_along(fixef(model)) == i), unadjusted, adjusted)
  })
}, no_criterion)

statsmodels_run <- function(file) function() {
  line <- system2(python, c(file.path(here, "statsmodels_run.py"), shQuote(file)), stdout = TRUE, stderr = FALSE)
  numbers <- as.numeric(strsplit(tail(line, 1), " ")[[1]])
  list(seconds = numbers[1:2], criterion = numbers[3])
}

# peil-stats from columns in memory: the median of several runs in one process; NULL where it does not offer the model.
peil <- function(file, formula, factors, steps, ...) function() {
  options <- c(paste0("factors=", factors), paste0("repeats=", if (file.size(file) < 5e6) 11 else 5), ...)
  line <- suppressWarnings(system2(time_fit, shQuote(c(file, formula, options)), stdout = TRUE, stderr = TRUE))
  if (!is.null(attr(line, "status"))) return(message("  peil-stats: ", paste(line, collapse = " ")))
  answer <- jsonlite::fromJSON(tail(line, 1))
  step <- Reduce(`+`, lapply(answer$seconds[steps], as.matrix))
  criterion <- if (identical(steps, "df")) NA else answer$criterion
  list(seconds = c(median(step[, "wall"]), median(step[, "cpu"])), criterion = criterion)
}
