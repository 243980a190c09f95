# R survey on the same rows: `fixed` takes the raked weights as given, `calibrated` knows the calibration.
# Arguments: folder, file (csv), fixed | calibrated, number of questions (0 = all).
suppressMessages(library(survey))
options(survey.lonely.psu = "certainty")
args <- commandArgs(trailingOnly = TRUE)
d <- read.csv(file.path(args[1], args[2]), na.strings = "")
questions <- readLines(file.path(args[1], "questions.txt"))
if (as.integer(args[4]) > 0) questions <- head(questions, as.integer(args[4]))
for (q in questions) d[[q]] <- factor(d[[q]])
for (m in c("buurt_code", "lg", "herkomst", "eigendom")) d[[m]] <- factor(d[[m]])
if (args[3] == "fixed") {
  des <- svydesign(ids = ~1, strata = ~buurt_code, fpc = ~N, weights = ~weight, data = d)
} else {
  des <- svydesign(ids = ~1, strata = ~buurt_code, fpc = ~N, weights = ~start, data = d)
  formula <- ~buurt_code + lg + herkomst + eigendom
  goal <- read.csv(file.path(args[1], "population.csv"))
  population <- setNames(goal$people, goal$name)
  names(population)[1] <- "(Intercept)"
  wanted <- colnames(model.matrix(formula, d))
  des <- calibrate(des, formula, population[wanted], calfun = "raking", epsilon = 1e-9, maxit = 200)
}
count <- 0
for (q in questions) for (by in c("city", "stadsdeel_code", "wijk_code", "buurt_code")) {
  found <- svyby(as.formula(paste0("~", q)), as.formula(paste0("~", by)), des, svymean, na.rm = TRUE)
  count <- count + nrow(found) * (ncol(found) - 1) / 2
}
cat(sprintf('{"shares": %d}\n', as.integer(count)))
